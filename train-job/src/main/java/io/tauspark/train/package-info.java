/** Training on several Spark tasks at once, and what its workers and the driver tell each other. */
@NullMarked
package io.tauspark.train;

import org.jspecify.annotations.NullMarked;
