/** What a training left behind, as one page: {@code report.html} of a run. */
@NullMarked
package io.tauspark.report.run;

import org.jspecify.annotations.NullMarked;
