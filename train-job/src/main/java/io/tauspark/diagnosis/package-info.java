/** What the metrics and events of a run say about its attention: collapse or learning, and how much was learnt. */
@NullMarked
package io.tauspark.diagnosis;

import org.jspecify.annotations.NullMarked;
