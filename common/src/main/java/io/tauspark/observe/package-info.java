/** The reports of a run on itself while it works: the metric log on storage, the progress line on a console. */
@NullMarked
package io.tauspark.observe;

import org.jspecify.annotations.NullMarked;
