/** Records of a corpus: what is asked of them, what they hold, and why one is rejected. */
@NullMarked
package io.tauspark.corpus;

import org.jspecify.annotations.NullMarked;
