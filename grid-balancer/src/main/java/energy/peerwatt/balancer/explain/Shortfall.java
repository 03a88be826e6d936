package energy.peerwatt.balancer.explain;

/**
 * A limit or departure that the plan cannot meet.
 *
 * @param subject id of the limit or device
 * @param problem which, by how much, when
 * @param remedy the smallest single change that would do
 */
public record Shortfall(String subject, String problem, String remedy) {}
