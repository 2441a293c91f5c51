/** A release's {@code report.html}: whether the graph is sound, and how far it has moved. */
@NullMarked
package io.tauspark.laplacian.report;

import org.jspecify.annotations.NullMarked;
