/** The domain memory: a graph Laplacian over embedding features, energies on it, and how it is kept in files. */
@NullMarked
package io.tauspark.memory;

import org.jspecify.annotations.NullMarked;
