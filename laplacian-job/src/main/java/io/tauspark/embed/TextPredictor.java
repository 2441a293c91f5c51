package io.tauspark.embed;

import ai.djl.inference.Predictor;
import ai.djl.translate.TranslateException;
import io.tauspark.config.InvalidInput;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Vectors of texts, made by one thread with a model that it may share. */
final class TextPredictor implements AutoCloseable {
    private final TextModel model;
    private final Predictor<List<TextTokens>, double[][]> predictor;
    private final int batch;
    private final int dimension;

    /**
     * @param batch texts at most that go through the model at once
     * @throws InvalidInput if the model's output does not fit the pooling
     */
    TextPredictor(TextModel model, Predictor<List<TextTokens>, double[][]> predictor, int batch) {
        this.model = model;
        this.predictor = predictor;
        this.batch = batch;
        dimension = predict(List.of(TextTokens.FIRST))[0].length;
    }

    /** Numbers per vector. */
    int dimension() {
        return dimension;
    }

    /** Vectors in the order of the texts; that of a text without tokens is zero. */
    double[][] vectors(List<String> texts) {
        List<TextTokens> tokens = texts.stream().map(model::tokens).toList();
        Map<Integer, List<Integer>> byLength = IntStream.range(0, texts.size())
                .boxed()
                .collect(Collectors.groupingBy(text -> tokens.get(text).length()));
        double[][] vectors = new double[texts.size()][dimension];
        byLength.remove(0);
        for (List<Integer> alike : byLength.values()) {
            for (int begin = 0; begin < alike.size(); begin += batch) {
                List<Integer> together = alike.subList(begin, Math.min(begin + batch, alike.size()));
                double[][] found = predict(together.stream().map(tokens::get).toList());
                for (int place = 0; place < found.length; place++) {
                    vectors[together.get(place)] = found[place];
                }
            }
        }
        return vectors;
    }

    @Override
    public void close() {
        predictor.close();
    }

    private double[][] predict(List<TextTokens> texts) {
        try {
            double[][] vectors = predictor.predict(texts);
            if (vectors.length != texts.size()) {
                throw new InvalidInput(String.format(
                        Locale.ROOT,
                        "the model gives %d vectors for %d texts; export it with a batch axis of any length",
                        vectors.length,
                        texts.size()));
            }
            return vectors;
        } catch (TranslateException failed) {
            if (failed.getCause() instanceof InvalidInput known) {
                throw known;
            }
            throw new InvalidInput(
                    String.format(
                            Locale.ROOT,
                            "the model fails on texts of %d tokens: %s; if they are too long for it, lower max-length",
                            texts.get(0).length(),
                            failed.getMessage()),
                    failed);
        }
    }
}
