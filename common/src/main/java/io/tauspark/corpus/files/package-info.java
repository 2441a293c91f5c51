/** Files of a corpus: finding them, decompressing them, and cutting them into slices of records. */
@NullMarked
package io.tauspark.corpus.files;

import org.jspecify.annotations.NullMarked;
