/** The diagnosis of a run's attention from its metrics and events: collapse or learning, and how much was learnt. */
@NullMarked
package io.tauspark.diagnosis;

import org.jspecify.annotations.NullMarked;
