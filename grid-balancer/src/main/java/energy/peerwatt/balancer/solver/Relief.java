package energy.peerwatt.balancer.solver;

/**
 * More room at one place of a feeder, to see what it would be worth: as if so much of what is taken
 * there, or given, did not count for the limits.
 *
 * @param node where
 * @param phase 0 to 2
 * @param cable whether it is the cable that ends at the node, else all voltages
 * @param giving whether what is given does not count, else what is taken
 * @param watts above 0
 */
public record Relief(String node, int phase, boolean cable, boolean giving, int watts) {}
