/** The job {@code laplacian}: a corpus becomes a domain memory, gated and published as a release. */
@NullMarked
package io.tauspark.laplacian;

import org.jspecify.annotations.NullMarked;
