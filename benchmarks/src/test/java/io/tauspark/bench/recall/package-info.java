@NullMarked
package io.tauspark.bench.recall;

import org.jspecify.annotations.NullMarked;
