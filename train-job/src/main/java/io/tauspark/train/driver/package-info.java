/** The part of a training that runs at the driver: watching workers, bounding waits, keeping logs. */
@NullMarked
package io.tauspark.train.driver;

import org.jspecify.annotations.NullMarked;
