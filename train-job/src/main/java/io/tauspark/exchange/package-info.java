/** How workers of one barrier stage talk: to each other, to sum gradients, and to the driver, to tell their progress. */
@NullMarked
package io.tauspark.exchange;

import org.jspecify.annotations.NullMarked;
