/** One offline HTML page: sections, tables and charts as SVG. */
@NullMarked
package io.tauspark.page;

import org.jspecify.annotations.NullMarked;
