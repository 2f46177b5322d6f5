package solo.shell.provider;

/** What a command returns. Scripts in the shell use it as a value; the converter renders it. */
sealed interface Answer permits Listing, Document {

  /** Whether it was asked for as JSON, else people read it. */
  boolean json();
}
