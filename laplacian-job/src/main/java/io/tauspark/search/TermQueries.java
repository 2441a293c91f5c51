package io.tauspark.search;

import io.tauspark.tokens.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Texts as queries over terms. A text that is one known token, as it stands or behind a space, as words do in running text, is
 * that token; of two the more frequent one. Any other text is the mean of its known tokens, in vector and in λ.
 */
final class TermQueries {
    /** Tokens that a remark shows. */
    private static final int SHOWN = 8;

    private final TermSpace space;
    private final Tokenizer tokenizer;

    TermQueries(TermSpace space, Tokenizer tokenizer) {
        this.space = space;
        this.tokenizer = tokenizer;
    }

    /** @throws io.tauspark.config.InvalidInput if no token of the text is known */
    Query of(QueryText query) {
        List<int[]> readings = new ArrayList<>();
        if (!Character.isWhitespace(query.text().codePointAt(0))) {
            readings.add(tokenizer.encode(" " + query.text()));
        }
        readings.add(tokenizer.encode(query.text()));
        int token = -1;
        for (int[] reading : readings) {
            if (reading.length == 1
                    && space.isKnown(reading[0])
                    && (token < 0 || space.count(reading[0]) > space.count(token))) {
                token = reading[0];
            }
        }
        if (token >= 0) {
            return query(query, List.of(token), "the token " + shown(token));
        }
        return readings.stream()
                .map(reading ->
                        Arrays.stream(reading).filter(space::isKnown).boxed().toList())
                .filter(known -> !known.isEmpty())
                .findFirst()
                .map(known -> query(query, known, "no single token; the mean of " + shown(known)))
                .orElseThrow(() -> Searched.unknown(query.id(), query.text(), "token that the memory knows"));
    }

    private Query query(QueryText query, List<Integer> tokens, String remark) {
        double[] sum = new double[space.dimension()];
        double lambda = 0;
        for (int token : tokens) {
            double[] vector = space.vector(token);
            for (int k = 0; k < sum.length; k++) {
                sum[k] += vector[k];
            }
            lambda += space.lambda(token);
        }
        if (!Direction.isOf(sum)) {
            throw Searched.unknown(query.id(), query.text(), "direction, since the vectors of its tokens cancel out");
        }
        return new Query(query.id(), query.text(), lambda / tokens.size(), Direction.of(sum), remark);
    }

    private String shown(List<Integer> tokens) {
        return tokens.stream().limit(SHOWN).map(this::shown).collect(Collectors.joining(", "))
                + (tokens.size() > SHOWN ? ", …" : "");
    }

    private String shown(int token) {
        return "'" + tokenizer.decode(new int[] {token}) + "'";
    }
}
