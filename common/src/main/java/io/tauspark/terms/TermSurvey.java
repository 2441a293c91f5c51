package io.tauspark.terms;

import java.util.List;

/**
 * What there is to see of a memory's terms. Terms are shown by their text, and chosen by frequency: words that are
 * single tokens, the most frequent first, less the hundredth part of all that is most frequent and mostly grammar.
 *
 * @param tokenizer its kind
 * @param vocabulary its ids
 * @param known tokens that have vectors
 * @param occurrences of all tokens in the documents
 * @param edges of the term graph
 * @param components of the term graph
 * @param apart known tokens without any edge
 * @param sigma distance at which an edge weighs one half
 * @param tau energy at which λ is one half
 * @param eigenvalues of the graph's normalised Laplacian, ascending from the second on
 * @param neighbours the nearest of some terms
 * @param smooth terms of the lowest λ, whose neighbours are about the same
 * @param rough terms of the highest λ
 * @param axes terms at both ends of the lowest eigenvectors
 * @param drawing a part of the graph
 */
public record TermSurvey(
        String tokenizer,
        int vocabulary,
        int known,
        long occurrences,
        long edges,
        int components,
        int apart,
        double sigma,
        double tau,
        List<Double> eigenvalues,
        List<Neighbours> neighbours,
        List<Weighted> smooth,
        List<Weighted> rough,
        List<Axis> axes,
        Drawing drawing) {

    /** A term with a number: λ, or a cosine. */
    public record Weighted(String term, double value) {}

    /** The nearest of a term in the topical space, with their cosines, and those that can stand in its place. */
    public record Neighbours(String term, long count, List<Weighted> topical, List<Weighted> substitutes) {
        public Neighbours {
            topical = List.copyOf(topical);
            substitutes = List.copyOf(substitutes);
        }
    }

    /** The terms at the low and the high end of an eigenvector. */
    public record Axis(double eigenvalue, List<String> low, List<String> high) {
        public Axis {
            low = List.copyOf(low);
            high = List.copyOf(high);
        }
    }

    /** Terms with places in a unit square, and the edges between them by their positions in the list. */
    public record Drawing(List<Place> places, List<Edge> edges) {
        public Drawing {
            places = List.copyOf(places);
            edges = List.copyOf(edges);
        }
    }

    /** The place of a term, both coordinates from 0 to 1. */
    public record Place(String term, double x, double y) {}

    /** An edge of the drawing. */
    public record Edge(int from, int to, double weight) {}

    public TermSurvey {
        eigenvalues = List.copyOf(eigenvalues);
        neighbours = List.copyOf(neighbours);
        smooth = List.copyOf(smooth);
        rough = List.copyOf(rough);
        axes = List.copyOf(axes);
    }
}
