/** Reports as one offline page: charts in SVG, tables, text, and the style they share. */
@NullMarked
package io.tauspark.observe.page;

import org.jspecify.annotations.NullMarked;
