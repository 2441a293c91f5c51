@NullMarked
package io.tauspark.train;

import org.jspecify.annotations.NullMarked;
