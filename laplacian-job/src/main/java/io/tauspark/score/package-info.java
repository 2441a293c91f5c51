/** The job {@code score}: energies and λ of documents on an existing memory. */
@NullMarked
package io.tauspark.score;

import org.jspecify.annotations.NullMarked;
