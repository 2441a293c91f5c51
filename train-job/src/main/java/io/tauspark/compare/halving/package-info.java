/** Successive halving: the rungs at which trials are compared, and the rule by which some of them go on. */
@NullMarked
package io.tauspark.compare.halving;

import org.jspecify.annotations.NullMarked;
