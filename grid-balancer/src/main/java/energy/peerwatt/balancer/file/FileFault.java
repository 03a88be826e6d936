package energy.peerwatt.balancer.file;

/** A file that is not what it should be: which field, and why. */
public final class FileFault extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String field;

    FileFault(String field, String reason) {
        super(field.isEmpty() ? reason : field + ": " + reason);
        this.field = field;
    }

    /** The field's path such as {@code homes[3].devices[0].store}; empty for the whole file. */
    public String field() {
        return field;
    }
}
