/** The health report of a memory: its facts as records, and the page that shows them. */
@NullMarked
package io.tauspark.report;

import org.jspecify.annotations.NullMarked;
