/** Training in which workers meet every so many steps; {@link io.tauspark.train.rounds.RoundsTraining} is its door. */
@NullMarked
package io.tauspark.train.rounds;

import org.jspecify.annotations.NullMarked;
