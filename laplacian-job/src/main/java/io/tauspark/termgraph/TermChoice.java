package io.tauspark.termgraph;

import io.tauspark.terms.TermSurvey;
import io.tauspark.terms.TermSurvey.Axis;
import io.tauspark.terms.TermSurvey.Drawing;
import io.tauspark.terms.TermSurvey.Edge;
import io.tauspark.terms.TermSurvey.Neighbours;
import io.tauspark.terms.TermSurvey.Place;
import io.tauspark.terms.TermSurvey.Weighted;
import io.tauspark.terms.TermTable;
import io.tauspark.tokens.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The choice of the terms that a report shows of a memory. */
final class TermChoice {
    private static final int NEIGHBOURHOODS = 10;
    private static final int NEAREST = 8;
    private static final int EACH_END = 10;
    private static final int AXES = 6;
    private static final int DRAWN = 60;

    /** The part of the words that is left out because it is the most frequent: articles, prepositions. */
    private static final int GRAMMAR = 100;

    /** Words that an axis, or an end of λ, is shown by: the more frequent ones, which a reader knows. */
    private static final int FAMILIAR = 2_000;

    private static final int SHORTEST_WORD = 3;

    private final TermTable table;
    private final KnownTerms known;
    private final TermGraph graph;
    private final String[] texts;
    private final List<Integer> words;

    TermChoice(TermTable table, KnownTerms known, TermGraph graph, Tokenizer tokenizer) {
        this.table = table;
        this.known = known;
        this.graph = graph;
        texts = new String[known.size()];
        for (int term = 0; term < texts.length; term++) {
            texts[term] = tokenizer.decode(new int[] {known.token(term)});
        }
        words = words();
    }

    /**
     * Words, the most frequent first, less those of grammar; where a vocabulary marks their beginning, with the mark.
     */
    private List<Integer> words() {
        List<Integer> letters = IntStream.range(0, texts.length)
                .filter(term -> graph.degree(term) > 0 && isWord(texts[term].strip()))
                .boxed()
                .sorted(Comparator.comparingLong((Integer term) -> -count(term))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        List<Integer> begun =
                letters.stream().filter(term -> texts[term].startsWith(" ")).toList();
        List<Integer> whole = begun.size() >= Math.min(DRAWN, letters.size()) ? begun : letters;
        return whole.subList(whole.size() / GRAMMAR, whole.size());
    }

    private static boolean isWord(String text) {
        return text.codePointCount(0, text.length()) >= SHORTEST_WORD
                && text.codePoints().allMatch(Character::isLetter);
    }

    private long count(int term) {
        return table.counts()[known.token(term)];
    }

    private String shown(int term) {
        return texts[term].strip();
    }

    TermSurvey survey(double tau) {
        int[] components = graph.components();
        List<Integer> familiar = words.subList(0, Math.min(words.size(), FAMILIAR));
        List<Integer> byLambda = familiar.stream()
                .sorted(Comparator.comparingDouble(this::lambda).thenComparing(Comparator.naturalOrder()))
                .toList();
        List<Integer> backwards = new ArrayList<>(byLambda);
        Collections.reverse(backwards);
        UnitVectors substitution = vectors();
        return new TermSurvey(
                table.tokenizer().kind(),
                table.vocabulary(),
                known.size(),
                Arrays.stream(table.counts()).sum(),
                graph.edges(),
                1 + Arrays.stream(components).max().orElse(-1),
                (int) Arrays.stream(components)
                        .filter(component -> component < 0)
                        .count(),
                graph.sigma(),
                tau,
                Arrays.stream(table.eigenvalues()).boxed().toList(),
                words.stream()
                        .limit(NEIGHBOURHOODS)
                        .map(term -> neighbours(term, substitution))
                        .toList(),
                weighted(byLambda),
                weighted(backwards),
                IntStream.range(0, Math.min(AXES, table.rank()))
                        .mapToObj(axis -> axis(axis, familiar))
                        .toList(),
                drawing(words.subList(0, Math.min(words.size(), DRAWN))));
    }

    private double lambda(int term) {
        return table.lambda()[known.token(term)];
    }

    private List<Weighted> weighted(List<Integer> terms) {
        return terms.stream()
                .limit(EACH_END)
                .map(term -> new Weighted(shown(term), lambda(term)))
                .toList();
    }

    private UnitVectors vectors() {
        int size = table.size();
        float[] rows = new float[known.size() * size];
        for (int term = 0; term < known.size(); term++) {
            System.arraycopy(table.substitution(), known.token(term) * size, rows, term * size, size);
        }
        return new UnitVectors(rows, known.size(), size);
    }

    private Neighbours neighbours(int term, UnitVectors substitution) {
        List<Weighted> topical = IntStream.range(graph.begin(term), graph.end(term))
                .boxed()
                .sorted(Comparator.comparingDouble((Integer at) -> -graph.cosine(at))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(NEAREST)
                .map(at -> new Weighted(shown(graph.neighbour(at)), graph.cosine(at)))
                .toList();
        UnitVectors.Nearest found =
                substitution.nearest(term, term + 1, NEAREST).get(0);
        List<Weighted> substitutes = IntStream.range(0, found.size())
                .mapToObj(k -> new Weighted(shown(found.other(k)), found.cosine(k)))
                .toList();
        return new Neighbours(shown(term), count(term), topical, substitutes);
    }

    /** The component of an eigenvector, divided by the root of the degree: what varies slowly along heavy edges. */
    private double place(int term, int axis) {
        return table.eigenvectors()[known.token(term) * table.rank() + axis] / Math.sqrt(graph.degree(term));
    }

    private List<Integer> along(int axis, List<Integer> terms) {
        return terms.stream()
                .sorted(Comparator.comparingDouble((Integer term) -> place(term, axis))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    private Axis axis(int axis, List<Integer> terms) {
        List<Integer> ascending = along(axis, terms);
        int each = Math.min(NEAREST, ascending.size() / 2);
        List<Integer> high = new ArrayList<>(ascending.subList(ascending.size() - each, ascending.size()));
        Collections.reverse(high);
        return new Axis(
                table.eigenvalues()[axis],
                ascending.subList(0, each).stream().map(this::shown).toList(),
                high.stream().map(this::shown).toList());
    }

    /** Places by the rank along the first two eigenvectors, so that no label covers many others. */
    private Drawing drawing(List<Integer> terms) {
        List<Integer> across = along(0, terms);
        List<Integer> upwards = along(Math.min(1, table.rank() - 1), terms);
        double last = Math.max(1, terms.size() - 1);
        List<Place> places = terms.stream()
                .map(term -> new Place(shown(term), across.indexOf(term) / last, upwards.indexOf(term) / last))
                .toList();
        List<Edge> edges = new ArrayList<>();
        for (int from = 0; from < terms.size(); from++) {
            for (int at = graph.begin(terms.get(from)); at < graph.end(terms.get(from)); at++) {
                int to = terms.indexOf(graph.neighbour(at));
                if (to > from) {
                    edges.add(new Edge(from, to, graph.weight(at)));
                }
            }
        }
        return new Drawing(places, edges);
    }
}
