// Returns whether the text is on the clipboard: browsers refuse outside secure contexts and without permission.
export async function copy(text) {
  if (!navigator.clipboard) {
    return false;
  }
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch (error) {
    console.warn("Could not copy:", error);
    return false;
  }
}
