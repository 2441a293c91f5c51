/**
 * Many trainings of the job {@code train} in one session: {@code sweep} runs a grid or a list of settings, {@code compare}
 * kinds of attention on the same data. Both keep what is finished and resume where they were stopped.
 */
@NullMarked
package io.tauspark.compare;

import org.jspecify.annotations.NullMarked;
