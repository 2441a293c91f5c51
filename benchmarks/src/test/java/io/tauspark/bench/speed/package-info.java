@NullMarked
package io.tauspark.bench.speed;

import org.jspecify.annotations.NullMarked;
