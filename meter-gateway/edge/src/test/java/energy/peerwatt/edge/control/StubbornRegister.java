package energy.peerwatt.edge.control;

import com.ghgande.j2mod.modbus.procimg.SimpleRegister;
import java.util.function.IntUnaryOperator;

/** A register that confirms writes and keeps something else than what is written. */
final class StubbornRegister extends SimpleRegister {

    private final IntUnaryOperator kept;

    /** The constructor above sets the first value. */
    private final boolean isMade;

    StubbornRegister(int word, IntUnaryOperator kept) {
        super(word);
        this.kept = kept;
        isMade = true;
    }

    @Override
    public synchronized void setValue(int word) {
        super.setValue(isMade ? kept.applyAsInt(word) : word);
    }
}
