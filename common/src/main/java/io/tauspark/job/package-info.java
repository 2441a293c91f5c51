/** The command line that all jobs share. */
@NullMarked
package io.tauspark.job;

import org.jspecify.annotations.NullMarked;
