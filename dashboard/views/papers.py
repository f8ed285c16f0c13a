import streamlit as st

st.title("papers")
