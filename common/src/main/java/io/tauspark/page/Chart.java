package io.tauspark.page;

/** Something drawn. It scales with the page, and takes its colours from the page's style. */
public interface Chart {
    /** Names it above the drawing. */
    String title();

    /** Tells a reader who cannot see it what it shows. */
    String description();

    /** The drawing. */
    Element svg();
}
