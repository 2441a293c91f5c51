package io.tauspark.embed;

import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;

/**
 * The earlier name of {@link TextEmbedder}, by which saved pipelines know it.
 *
 * @deprecated use {@link TextEmbedder}
 */
@Deprecated
public final class DjlTextEmbedder extends TextEmbedder {
    private static final long serialVersionUID = 1L;

    public DjlTextEmbedder() {
        this(Identifiable.randomUID("DjlTextEmbedder"));
    }

    /** @param uid of this stage in its pipeline */
    public DjlTextEmbedder(String uid) {
        super(uid);
    }

    public static MLReader<TextEmbedder> read() {
        return new DefaultParamsReader<>();
    }

    public static DjlTextEmbedder load(String path) {
        return (DjlTextEmbedder) read().load(path);
    }
}
