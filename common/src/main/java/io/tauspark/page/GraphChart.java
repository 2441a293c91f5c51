package io.tauspark.page;

import java.util.List;

/**
 * Names in a plane, joined by lines.
 *
 * @param nodes with places from 0 to 1, of which 0 is left and at the bottom
 * @param links between nodes by their positions in the list
 */
public record GraphChart(String title, String description, List<Node> nodes, List<Link> links) implements Chart {
    private static final double WIDTH = 960;
    private static final double HEIGHT = 620;

    /** Kept free at both sides for half of a name, and above and below for its height. */
    private static final double SIDE = 70;

    private static final double EDGE = 16;

    /** Opacity of a line of weight 0 and of weight 1. */
    private static final double FAINTEST = 0.15;

    private static final double STRONGEST = 0.9;
    private static final double THICKEST = 2.5;

    /** Half the height of a letter, which centres a name on its place. */
    private static final double MIDDLE = 4.5;

    /** Names as long as these stay apart; longer ones are cut. */
    private static final int LONGEST_NAME = 18;

    /** A named place. */
    public record Node(String name, double x, double y) {}

    /** A line, the stronger the larger its weight, which lies between 0 and 1. */
    public record Link(int from, int to, double weight) {}

    public GraphChart {
        nodes = List.copyOf(nodes);
        links = List.copyOf(links);
    }

    @Override
    public Element svg() {
        Element svg = Plot.svg(this, WIDTH, HEIGHT).with("class", "broad");
        for (Link link : links) {
            Node from = nodes.get(link.from());
            Node to = nodes.get(link.to());
            svg.add(Plot.line(x(from), y(from), x(to), y(to), "axis")
                    .with("stroke-opacity", FAINTEST + (STRONGEST - FAINTEST) * link.weight())
                    .with("stroke-width", Math.max(1, THICKEST * link.weight())));
        }
        for (Node node : nodes) {
            svg.add(Plot.label(x(node), y(node) + MIDDLE, "middle", shortened(node.name()))
                    .with("class", "marked"));
        }
        return svg;
    }

    private static double x(Node node) {
        return SIDE + (WIDTH - 2 * SIDE) * node.x();
    }

    private static double y(Node node) {
        return HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * node.y();
    }

    private static String shortened(String name) {
        return name.codePointCount(0, name.length()) <= LONGEST_NAME
                ? name
                : name.substring(0, name.offsetByCodePoints(0, LONGEST_NAME - 1)) + "…";
    }
}
