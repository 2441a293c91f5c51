/** Settings of the job {@code train}, shaped like {@code reference.conf}. */
@NullMarked
package io.tauspark.train.config;

import org.jspecify.annotations.NullMarked;
