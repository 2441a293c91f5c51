/**
 * The communication of the workers of one barrier stage: with each other, to sum gradients, and with the driver, to
 * report their progress.
 */
@NullMarked
package io.tauspark.exchange;

import org.jspecify.annotations.NullMarked;
