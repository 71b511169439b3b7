const RUN =
  /\.(?:exe|com|bat|cmd|ps1|psm1|psd1|vb|vbs|vbe|js|jse|mjs|wsf|wsh|hta|msi|msp|msix|appx|scr|pif|cpl|dll|sys|ocx|drv|jar|class|apk|ipa|app|dmg|pkg|deb|rpm|sh|bash|run|py|pl|rb|php|asp|aspx|jsp|lnk|url|desktop|reg|inf|scf|library-ms|settingcontent-ms|chm|hlp|iso|img|vhd|vhdx|html|htm|xhtml|shtml|mht|mhtml|svg|svgz|swf|xll|xla|xlam|docm|dotm|xlsm|xltm|xlsb|pptm|potm|ppsm|ppam|sldm|one|iqy|slk|application|gadget|msc|ade|adp|mde|accde)$/i

/** Whether a computer would run what has such a name, or open it as a page or a document with macros: it is no name of a paper. */
export const isProgramName = (name: string) => RUN.test(name.replace(/[\s.]+$/, ''))
