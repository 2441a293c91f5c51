@NullMarked
package io.tauspark.report.run;

import org.jspecify.annotations.NullMarked;
