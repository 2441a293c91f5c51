package io.tauspark.laplacian.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The facts of what was read.
 *
 * @param records lines or rows of the input
 * @param accepted documents among them
 * @param duplicates documents that were there already
 * @param rejected records that hold no document, by reason
 * @param carriedOver documents that an earlier release had read; null if there was none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record IntakeFacts(
        long records,
        long accepted,
        long duplicates,
        Map<String, Long> rejected,
        @Nullable CarriedOver carriedOver) {

    /**
     * Documents of an earlier release that this one carries over.
     *
     * @param documents how many
     * @param release which
     */
    public record CarriedOver(long documents, String release) {}

    public IntakeFacts {
        rejected = MemoryReport.inOrder(rejected);
    }
}
