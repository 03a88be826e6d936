package energy.peerwatt.deploy;

import energy.peerwatt.deploy.Village.Part;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** What is killed when, drawn from a seed: the same seed gives the same plan. */
record KillPlan(List<Strike> strikes) {

    /** Every fourth part is killed together with another one. */
    private static final double TOGETHER = 0.25;

    /** So often soon after the last strike, while what it hit starts up. */
    private static final double SOON = 0.3;

    /** So many kills of the market take its database server along. */
    private static final double WITH_DATABASE = 0.35;

    /**
     * Parts that are killed at the same moment.
     *
     * @param pause since the strike before
     */
    record Strike(Duration pause, List<Kill> kills) {}

    /**
     * SIGKILL to a part.
     *
     * @param withDatabase only for the market: also to its database server
     * @param downtime until the part is started again
     */
    record Kill(Part part, boolean withDatabase, Duration downtime) {}

    /** A plan with so many kills. */
    static KillPlan draw(long seed, int kills) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        List<Strike> strikes = new ArrayList<>();
        int left = kills;
        while (left > 0) {
            Strike strike = strike(random, left > 1 && random.nextDouble() < TOGETHER ? 2 : 1);
            strikes.add(strike);
            left -= strike.kills().size();
        }
        return new KillPlan(List.copyOf(strikes));
    }

    private static Strike strike(RandomGenerator random, int parts) {
        Duration pause =
                random.nextDouble() < SOON
                        ? between(random, 100, 1_500)
                        : between(random, 1_500, 7_000);
        List<Kill> kills = new ArrayList<>();
        kills.add(kill(random, part(random)));
        while (kills.size() < parts) {
            Part other = part(random);
            if (other != kills.getFirst().part()) {
                kills.add(kill(random, other));
            }
        }
        return new Strike(pause, List.copyOf(kills));
    }

    private static Kill kill(RandomGenerator random, Part part) {
        boolean withDatabase = part == Part.MARKET && random.nextDouble() < WITH_DATABASE;
        return new Kill(part, withDatabase, between(random, 0, 1_500));
    }

    /** The market starts slowest, so it is hit least: otherwise it would never be up. */
    private static Part part(RandomGenerator random) {
        double draw = random.nextDouble();
        return draw < 0.4 ? Part.GATEWAY : draw < 0.75 ? Part.BROKER : Part.MARKET;
    }

    private static Duration between(RandomGenerator random, int lowMillis, int highMillis) {
        return Duration.ofMillis(random.nextInt(lowMillis, highMillis));
    }
}
