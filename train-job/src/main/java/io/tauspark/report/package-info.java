/** A run's {@code report.html}: how a training went. */
@NullMarked
package io.tauspark.report;

import org.jspecify.annotations.NullMarked;
