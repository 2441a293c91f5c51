/** The part of a training that one worker does, in either mode. */
@NullMarked
package io.tauspark.train.worker;

import org.jspecify.annotations.NullMarked;
