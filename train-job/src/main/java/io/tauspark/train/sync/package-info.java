/** Training in which all workers meet at every step; {@link io.tauspark.train.sync.SyncRun} is its door. */
@NullMarked
package io.tauspark.train.sync;

import org.jspecify.annotations.NullMarked;
