/** Data-parallel training of TauGPT on Spark executors. */
@NullMarked
package io.tauspark.train;

import org.jspecify.annotations.NullMarked;
