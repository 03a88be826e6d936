package energy.peerwatt.book;

/** Tests that every book has to pass, on a fresh stage each. */
interface BookRules {

    BookStage stage();
}
