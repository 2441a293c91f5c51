/** Outputs that replace nothing but earlier ones of the same command, and nothing that it reads. */
@NullMarked
package io.tauspark.output;

import org.jspecify.annotations.NullMarked;
