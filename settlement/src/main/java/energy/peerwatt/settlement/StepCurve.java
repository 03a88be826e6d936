package energy.peerwatt.settlement;

import java.util.List;

/**
 * A published curve of steps: the value of the last step that begins at or below a permille.
 *
 * @param steps in ascending order of {@code fromPermille}, at most {@value #MOST_STEPS}
 */
public record StepCurve(List<Step> steps) {

    /** Most steps, so that people can read it. */
    public static final int MOST_STEPS = 12;

    /**
     * A step.
     *
     * @param fromPermille first permille at which it holds; not negative
     * @param value not negative
     */
    public record Step(int fromPermille, long value) {

        public Step {
            if (fromPermille < 0 || value < 0) {
                throw new IllegalArgumentException(
                        "a step is below zero: " + fromPermille + ", " + value);
            }
        }
    }

    public StepCurve {
        steps = List.copyOf(steps);
        if (steps.size() > MOST_STEPS) {
            throw new IllegalArgumentException(steps.size() + " steps, more than " + MOST_STEPS);
        }
        for (int i = 1; i < steps.size(); i++) {
            if (steps.get(i).fromPermille() <= steps.get(i - 1).fromPermille()) {
                throw new IllegalArgumentException(
                        "steps do not ascend at " + steps.get(i).fromPermille() + " permille");
            }
        }
    }

    /**
     * The value at a permille.
     *
     * @param below the value below the first step
     */
    public long at(long permille, long below) {
        long value = below;
        for (Step step : steps) {
            if (step.fromPermille() <= permille) {
                value = step.value();
            }
        }
        return value;
    }

    /** The largest value of a step, 0 if there is none. */
    long largest() {
        return steps.stream().mapToLong(Step::value).max().orElse(0);
    }
}
