/** What a command may write to and what it may replace: nothing that it did not write itself, nothing that it reads. */
@NullMarked
package io.tauspark.output;

import org.jspecify.annotations.NullMarked;
