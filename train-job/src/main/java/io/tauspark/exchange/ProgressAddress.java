package io.tauspark.exchange;

import java.io.Serializable;

/** The address where a {@link ProgressReceiver} listens; travels to the tasks with their closure. */
public record ProgressAddress(String host, int port) implements Serializable {}
